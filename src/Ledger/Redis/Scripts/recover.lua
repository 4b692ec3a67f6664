-- 1 id, 2 namespace, 3 seq (0 for a new one), 4 uid, 5 queue, 6 priority, 7 submitted, 8 metadata, 9 spec, 10 demand, 11 root, 12 state,
-- 13 state to drain to, 14 reason, 15 its message, 16 attempt, 17 newest attempt that is shown, 18 its epoch, 19 cluster, 20 placement,
-- 21 charge, 22 runs, 23 retries; then the nodes of the placement
if not meta[5] then return {'SETTLED'} end
local id, namespace, attempt, newest, cluster = argument(1), argument(2), argument(16), argument(17), argument(19)
local function largest(a, b) return tonumber(a) > tonumber(b) and a or b end

if tonumber(argument(18)) > tonumber(call('HGET', META, 'epoch')) then
  wrote = true
  call('HSET', META, 'epoch', argument(18))
end
local job = find(id)
if job and job.uid ~= argument(4) then return answer('OtherSubmission') end
if job and (final(job.state) or tonumber(job.attempt) > tonumber(attempt) or (job.attempt == attempt
  and not (holds(job.state) and call('HGET', bodykey(id), 'placement') ~= argument(20)))) then return answer('Kept') end

local known = job ~= nil
if known then
  -- Out of every list that it may be in no more; the move puts it into those that it is in.
  if holds(job.state) then
    for _, node in ipairs(cmsgpack.unpack(call('HGET', bodykey(id), 'nodes'))) do call('ZREM', P .. 'claims:' .. job.cluster .. '/' .. node, id) end
    call('ZREM', P .. 'placed:' .. job.cluster, id)
  end
  if charged(job.state) then call('ZREM', P .. 'charged:' .. job.root, id) end
else
  local seq = argument(3)
  if seq == '0' or call('ZCOUNT', P .. 'jobs', seq, seq) > 0 then seq = text(call('HINCRBY', META, 'seq', 1)) end
  call('HSET', META, 'seq', largest(seq, call('HGET', META, 'seq')))
  job = {
    id = id, seq = seq, uid = argument(4), queue = argument(5), priority = argument(6), attempt = '0', ab = '0', runs = '0', retries = '0',
    submitted = argument(7), trace = '', started = '', finished = '',
  }
  call('HSET', jobkey(id), 'seq', seq, 'uid', job.uid, 'queue', job.queue, 'priority', job.priority, 'submitted', job.submitted, 'trace', '')
  call('HSET', bodykey(id), 'token', '', 'metadata', argument(8), 'spec', argument(9), 'demand', argument(10))
  call('ZADD', P .. 'jobs', seq, id)
  call('ZADD', P .. 'jobs:' .. namespace, seq, id)
end

if tonumber(argument(12)) == RUNNING and (job.attempt ~= attempt or job.started == '') then job.started = NOW end
job.state, job.drain, job.reason, job.message, job.notbefore = tonumber(argument(12)), argument(13), argument(14), argument(15), ''
job.attempt, job.ce, job.ab = attempt, nextepoch(), largest(newest, job.ab)
job.runs, job.retries = largest(argument(22), job.runs), largest(argument(23), job.retries)
job.root, job.cluster = argument(11), cluster
local nodes = {}
for i = FIRST_ARGUMENT + 23, #ARGV do
  nodes[#nodes + 1] = ARGV[i]
  call('ZADD', P .. 'claims:' .. cluster .. '/' .. ARGV[i], job.seq, id)
end
call('HSET', jobkey(id), 'ab', job.ab)
call('HSET', bodykey(id), 'placement', argument(20), 'charge', argument(21), 'nodes', cmsgpack.pack(nodes))
move(job, cluster)
call('ZADD', P .. 'charged', job.seq, id)
call('ZADD', P .. 'charged:' .. job.root, job.seq, id)
call('ZADD', P .. 'placed:' .. cluster, job.seq, id)
return answer(known and 'Moved' or 'Created')
