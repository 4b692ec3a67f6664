-- Before every script but those of a recovery: a store of which any silo has found that it lacks writes is used by none.
if meta[6] then return {'BEHIND', meta[2], meta[6]} end
