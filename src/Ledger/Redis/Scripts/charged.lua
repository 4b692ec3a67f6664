-- 1 which index (charged:<root> or placed:<cluster>), 2 after seq, 3 limit
local jobs = {}
for _, id in ipairs(call('ZRANGEBYSCORE', P .. argument(1), '(' .. argument(2), '+inf', 'LIMIT', 0, argument(3))) do
  local job = call('HMGET', jobkey(id), 'seq', 'queue', 'attempt', 'state')
  local body = call('HMGET', bodykey(id), 'charge', 'placement')
  jobs[#jobs + 1] = {id, job[1], job[2], job[3], job[4], body[1], body[2]}
end
return answer(jobs)
