-- 1 id, 2 namespace, 3 version ('' for any)
local id, namespace = argument(1), argument(2)
local job = find(id)
if not job then return answer('NotKnown', '0') end
if argument(3) ~= '' and argument(3) ~= job.change then return answer('OtherVersion', job.change) end
if not final(job.state) then return answer('NotEnded', job.change) end
wrote = true
local token, needs = unpack(call('HMGET', bodykey(id), 'token', 'needs'))
-- The token outlives its job, so that a late repeat does not run the job again.
call('ZADD', P .. 'forgotten', change, cmsgpack.pack({namespace, token}))
if needs then
  for _, need in ipairs(cmsgpack.unpack(needs)) do call('ZREM', P .. 'needs:' .. need, id) end
end
call('ZREM', P .. 'jobs', id)
call('ZREM', P .. 'jobs:' .. namespace, id)
call('DEL', jobkey(id), bodykey(id))
return answer('Deleted', job.change)
