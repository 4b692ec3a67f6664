-- 1 id of the job that is needed
local ids = {}
for _, id in ipairs(call('ZRANGE', P .. 'needs:' .. argument(1), 0, -1)) do
  if tonumber(call('HGET', jobkey(id), 'state')) == QUEUED then ids[#ids + 1] = id end
end
return answer(ids)
