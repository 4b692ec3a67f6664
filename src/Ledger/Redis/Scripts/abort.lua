-- 1 id, 2 attempt
local job = find(argument(1))
if not job then return answer(0) end
if holds(job.state) and job.attempt == argument(2) then return answer(1) end
if tonumber(argument(2)) > tonumber(job.ab) then
  wrote = true
  call('HSET', jobkey(job.id), 'ab', argument(2))
end
return answer(0)
