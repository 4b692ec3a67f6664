-- 1 id, 2 namespace, 3 token, 4 hash of the body, 5 uid, 6 queue, 7 priority, 8 trace, 9 metadata, 10 spec, 11 demand, 12... needed jobs
local id, namespace, token, hash = argument(1), argument(2), argument(3), argument(4)
local known = call('HGET', P .. 'tokens:' .. namespace, token)
if known then
  -- The token of a job that was deleted names a seq that is gone, whoever has its name now.
  local seq, name, body = unpack(cmsgpack.unpack(known))
  if body ~= hash or call('HGET', jobkey(name), 'seq') ~= seq then return answer('TokenConflict', false) end
  return answer('Repeated', row(name))
end
if call('EXISTS', jobkey(id)) == 1 then return answer('NameTaken', false) end

local seq = text(call('HINCRBY', META, 'seq', 1))
local job = {
  id = id, seq = seq, uid = argument(5), queue = argument(6), state = QUEUED, ce = '0', attempt = '0', runs = '0', retries = '0', ab = '0',
  priority = argument(7), submitted = NOW, trace = argument(8),
  drain = '', notbefore = '', started = '', finished = '', root = '', cluster = '', reason = '', message = '',
}
call('HSET', jobkey(id), 'seq', seq, 'uid', job.uid, 'queue', job.queue, 'priority', job.priority, 'ab', job.ab, 'submitted', job.submitted,
  'trace', job.trace)
call('HSET', bodykey(id), 'token', token, 'metadata', argument(9), 'spec', argument(10), 'demand', argument(11))
call('ZADD', P .. 'jobs', seq, id)
call('ZADD', P .. 'jobs:' .. namespace, seq, id)
call('HSET', P .. 'tokens:' .. namespace, token, cmsgpack.pack({seq, id, hash}))
local needs = {}
for i = FIRST_ARGUMENT + 11, #ARGV do
  needs[#needs + 1] = ARGV[i]
  call('ZADD', P .. 'needs:' .. ARGV[i], seq, id)
end
if #needs > 0 then call('HSET', bodykey(id), 'needs', cmsgpack.pack(needs)) end
move(job, '')
return answer('Created', rowof(job, seq))
