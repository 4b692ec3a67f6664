-- 1 queue, 2 after change, 3 limit
local jobs = {}
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'queued:' .. argument(1), '(' .. argument(2), '+inf', 'LIMIT', 0, argument(3))) do
  local job = call('HMGET', jobkey(id), 'priority', 'seq', 'since', 'notbefore', 'change', 'trace')
  local body = call('HMGET', bodykey(id), 'demand', 'needs')
  job[#job + 1] = body[1]
  job[#job + 1] = body[2] and 1 or 0
  job[#job + 1] = id
  jobs[#jobs + 1] = job
end
return answer(jobs)
