-- Before every script that records something: while the store is being recovered, nothing else is recorded.
if meta[5] then return {'RECOVERING'} end
