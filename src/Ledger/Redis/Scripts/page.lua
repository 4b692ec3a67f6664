-- 1 which index (jobs, jobs:<namespace> or charged), 2 from seq, 3 to seq (from is the larger one when descending), 4 1 when descending,
-- 5 most jobs to look at, 6 most jobs to give, 7 states ('' for all, else two characters each), 8 namespace, 9 queue ('' for any)
local ids
if argument(4) == '1' then
  ids = call('ZREVRANGEBYSCORE', P .. argument(1), argument(2), argument(3), 'LIMIT', 0, argument(5))
else
  ids = call('ZRANGEBYSCORE', P .. argument(1), argument(2), argument(3), 'LIMIT', 0, argument(5))
end
local states = nil
if argument(7) ~= '' then
  states = {}
  for state in string.gmatch(argument(7), '..') do states[tonumber(state)] = true end
end
local namespace = argument(8) ~= '' and argument(8) .. '/'
local jobs, looked, last, most = {}, 0, '0', tonumber(argument(6))
for _, id in ipairs(ids) do
  if #jobs == most then break end
  local job = call('HMGET', jobkey(id), 'seq', 'state', 'queue')
  looked, last = looked + 1, job[1]
  if (not states or states[tonumber(job[2])]) and (argument(9) == '' or argument(9) == job[3])
    and (not namespace or string.sub(id, 1, #namespace) == namespace) then
    jobs[#jobs + 1] = row(id)
  end
end
return answer(looked, last, jobs)
