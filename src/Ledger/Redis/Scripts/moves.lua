-- What a change of a job's state brings with it: its row, the indexes, the event log.
local function latekey(state, root) return P .. 'late:' .. state .. ':' .. root end

-- Sorts by the moment, then by age.
local function latemember(since, job) return since .. ':' .. string.format('%016.0f', tonumber(job.seq)) .. ':' .. job.id end

local function leave(job)
  local was = job.was
  if was.state == QUEUED then call('ZREM', P .. 'queued:' .. job.queue, job.id) end
  if was.state == ADMITTED then call('ZREM', P .. 'admitted:' .. was.cluster, job.id) end
  if charged(was.state) then
    call('ZREM', latekey(was.state, was.root), latemember(was.since, job))
    if not charged(job.state) then
      call('ZREM', P .. 'charged', job.id)
      call('ZREM', P .. 'charged:' .. was.root, job.id)
    end
  end
  if holds(was.state) and not holds(job.state) then call('ZREM', P .. 'placed:' .. was.cluster, job.id) end
end

local function enter(job)
  local from = job.was and job.was.state or QUEUED
  if job.state == QUEUED then call('ZADD', P .. 'queued:' .. job.queue, job.change, job.id) end
  if job.state == ADMITTED then call('ZADD', P .. 'admitted:' .. job.cluster, job.seq, job.id) end
  if charged(job.state) then
    call('ZADD', latekey(job.state, job.root), 0, latemember(job.since, job))
    if not charged(from) then
      call('ZADD', P .. 'charged', job.seq, job.id)
      call('ZADD', P .. 'charged:' .. job.root, job.seq, job.id)
    end
  end
  if holds(job.state) and not holds(from) then call('ZADD', P .. 'placed:' .. job.cluster, job.seq, job.id) end
end

-- A little with each change, at least as fast as the log grows. With it go tokens of jobs that were deleted before.
local first = tonumber(meta[4])
local function trim()
  local excess = tonumber(change) - tonumber(ARGV[6]) - first + 1
  if excess < 64 then return end
  local upto = first - 1 + math.min(excess, 512)
  for _, entry in ipairs(call('XRANGE', P .. 'changes', '-', text(upto) .. '-0')) do
    call('ZREM', P .. 'log:' .. entry[2][4], string.match(entry[1], '^%d+'))
  end
  call('XTRIM', P .. 'changes', 'MINID', text(upto + 1) .. '-0')
  first = upto + 1
  call('HSET', META, 'first', text(first))
  for _, member in ipairs(call('ZRANGEBYSCORE', P .. 'forgotten', '-inf', text(upto), 'LIMIT', 0, 1000)) do
    local namespace, token = unpack(cmsgpack.unpack(member))
    call('HDEL', P .. 'tokens:' .. namespace, token)
    call('ZREM', P .. 'forgotten', member)
  end
end

local function log(job, cluster)
  local from = job.was and job.was.state or nil
  local placed = holds(job.state) or (from and holds(from))
  call('XADD', P .. 'changes', change .. '-0', 'at', job.since, 'job', job.id, 'uid', job.uid, 'from', from or '', 'to', job.state,
    'attempt', placed and job.attempt or '', 'cluster', cluster, 'reason', job.reason, 'message', job.message, 'queue', job.queue)
  call('ZADD', P .. 'log:' .. job.id, change, change)
  trim()
end

-- Writes a job's new state, and the event. The cluster is the one it was or is in.
local function move(job, cluster)
  wrote = true
  change = text(call('HINCRBY', META, 'change', 1))
  job.change, job.since = change, NOW
  if job.was then leave(job) end
  enter(job)
  call('HSET', jobkey(job.id), 'state', job.state, 'ce', job.ce, 'attempt', job.attempt, 'runs', job.runs, 'retries', job.retries,
    'drain', job.drain, 'notbefore', job.notbefore, 'since', job.since, 'started', job.started, 'finished', job.finished,
    'change', job.change, 'root', job.root, 'cluster', job.cluster, 'reason', job.reason)
  call('HSET', bodykey(job.id), 'message', job.message)
  log(job, cluster)
end

-- An epoch that no coordinator of any job ever had.
local function nextepoch()
  wrote = true
  return text(call('HINCRBY', META, 'epoch', 1))
end
