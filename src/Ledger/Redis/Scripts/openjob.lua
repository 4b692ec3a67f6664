-- 1 id, 2 seq whose body the caller has
local id = argument(1)
if tonumber(call('HGET', jobkey(id), 'state') or QUEUED) == ADMITTED then
  call('HSET', jobkey(id), 'ce', nextepoch())
end
return answer(row(id, argument(2)))
