-- How a job is kept: what guards and lists need in a small hash, the rest in a second one.
local QUEUED, ADMITTED, COMMITTED, RUNNING, DRAINING, FENCING, SUSPENDED = 0, 1, 2, 4, 5, 6, 10

local function charged(state) return state >= 1 and state <= 6 end
local function holds(state) return state >= 2 and state <= 6 end
local function final(state) return state >= 7 and state <= 9 end

local SMALL = {'seq', 'uid', 'queue', 'priority', 'state', 'ce', 'ab', 'attempt', 'runs', 'retries', 'drain', 'notbefore',
  'submitted', 'since', 'started', 'finished', 'change', 'root', 'cluster', 'reason', 'trace'}

local function jobkey(id) return P .. 'job:' .. id end
local function bodykey(id) return P .. 'body:' .. id end

-- The job as a table, without its body; nil when it is not known.
local function find(id)
  local values = call('HMGET', jobkey(id), unpack(SMALL))
  if not values[1] then return nil end
  local job = {id = id}
  for i, name in ipairs(SMALL) do job[name] = values[i] end
  job.state = tonumber(job.state)
  job.message = job.reason ~= '' and call('HGET', bodykey(id), 'message') or ''
  job.was = {state = job.state, root = job.root, cluster = job.cluster, since = job.since}
  return job
end

-- Adds the body. What never changes is left out if the caller has that seq already.
local function whole(values, id, known)
  local body
  if values[1] == known then
    body = call('HMGET', bodykey(id), 'placement', 'charge', 'message')
  else
    body = call('HMGET', bodykey(id), 'placement', 'charge', 'message', 'metadata', 'spec', 'demand')
  end
  values[#values + 1] = id
  for i = 1, #body do values[#SMALL + 1 + i] = body[i] end
  return values
end

-- The job as the caller reads it; false when it is not known.
local function row(id, known)
  local values = call('HMGET', jobkey(id), unpack(SMALL))
  return values[1] and whole(values, id, known)
end

-- The same of a job that was found, as it is by now; false when none was.
local function rowof(job, known)
  if not job then return false end
  local values = {}
  for i, name in ipairs(SMALL) do values[i] = job[name] end
  return whole(values, job.id, known)
end
