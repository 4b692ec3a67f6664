-- 1 id, 2 seq whose body the caller has, 3 the next state from every state (two characters each, '--' for none),
-- guards ('' for any): 4 uid, 5 attempt, 6 coordinator's epoch, 7 version (each after '=');
-- 8 what happened: drain, suspend or other, 9 state to drain to, 10 1 to charge a retry, 11 not before, 12 reason, 13 its message
local id, event = argument(1), argument(8)
local job = find(id)
if not job then return answer(0, false) end

local function meant(guard, value) return guard == '' or guard == '=' .. value end
local following = tonumber(string.sub(argument(3), job.state * 2 + 1, job.state * 2 + 2))
local allowed = following
  and meant(argument(4), job.uid) and meant(argument(5), job.attempt)
  and meant(argument(6), job.ce) and meant(argument(7), job.change)
-- An end that is under way stays what it is; only a suspension may become one.
if allowed and job.state == DRAINING then
  local suspending = tonumber(job.drain) == SUSPENDED
  if event == 'drain' then
    allowed = suspending and tonumber(argument(9)) ~= SUSPENDED
  elseif event == 'suspend' then
    allowed = suspending
  end
end
if not allowed then return answer(0, rowof(job, argument(2))) end

local from, cluster = job.state, job.cluster
job.state = following
-- What made the job drain or be fenced is still why it ends or waits, unless something else is said.
if argument(12) ~= '' or (from ~= DRAINING and from ~= FENCING) then job.reason, job.message = argument(12), argument(13) end
job.drain = following == DRAINING and argument(9) or ''
job.notbefore = following == QUEUED and argument(11) or ''
if following == RUNNING then job.started = NOW end
if following == FENCING and argument(10) == '1' then job.retries = text(tonumber(job.retries) + 1) end
if final(following) then job.finished = NOW end
if not charged(following) then
  if holds(from) then
    local nodes = cmsgpack.unpack(call('HGET', bodykey(id), 'nodes'))
    for _, node in ipairs(nodes) do call('ZREM', P .. 'claims:' .. cluster .. '/' .. node, id) end
    call('HDEL', bodykey(id), 'nodes')
  end
  job.root = ''
  call('HDEL', bodykey(id), 'charge')
  -- Where a job ran is shown after its end; where it was only planned to run is not.
  if following == QUEUED or following == SUSPENDED or not holds(from) then
    job.cluster = ''
    call('HDEL', bodykey(id), 'placement')
  end
end
-- Whoever claims for it, or claimed, must not find it admitted in his epoch when it is back.
if following == SUSPENDED then job.ce = nextepoch() end
move(job, cluster)
return answer(1, rowof(job, argument(2)))
