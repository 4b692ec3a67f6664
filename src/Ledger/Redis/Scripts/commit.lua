-- 1 id, 2 seq whose body the caller has, 3 coordinator's epoch, 4 attempt, 5 cluster, 6 placement,
-- 7 number of nodes without any grant, 8 number of grants; then for each grant: node, token; then the nodes of the placement
-- The order of the guards is that of the protocol: a replay must be told its success before anything else can refuse it.
local id, attempt, cluster = argument(1), argument(4), argument(5)
local job = find(id)
if job and job.state == COMMITTED and job.attempt == attempt then return answer('Committed', rowof(job, argument(2)), {}) end
if not job or job.state ~= ADMITTED then return answer('WrongState', rowof(job, argument(2)), {}) end
if job.ce ~= argument(3) then return answer('StaleCoordinator', rowof(job, argument(2)), {}) end
if tonumber(attempt) <= tonumber(job.ab) then return answer('Aborted', rowof(job, argument(2)), {}) end

local first = FIRST_ARGUMENT + 8
local last = first + 2 * tonumber(argument(8)) - 1
local stale = {}
for i = first, last, 2000 do -- unpack gives some 8,000 values at most
  local names, tokens = {}, {}
  for k = i, math.min(i + 1998, last - 1), 2 do names[#names + 1], tokens[#tokens + 1] = ARGV[k], ARGV[k + 1] end
  local current = call('HMGET', P .. 'nodes:' .. cluster, unpack(names))
  for k = 1, #names do
    if current[k] ~= tokens[k] then stale[#stale + 1] = names[k] end
  end
end
if #stale > 0 or argument(7) ~= '0' then return answer('StaleNodes', rowof(job, argument(2)), stale) end

job.state, job.attempt, job.cluster = COMMITTED, attempt, cluster
job.runs, job.reason, job.message = text(tonumber(job.runs) + 1), '', ''
local nodes = {}
for i = last + 1, #ARGV do
  nodes[#nodes + 1] = ARGV[i]
  call('ZADD', P .. 'claims:' .. cluster .. '/' .. ARGV[i], job.seq, id)
end
call('HSET', bodykey(id), 'placement', argument(6), 'nodes', cmsgpack.pack(nodes))
move(job, cluster)
return answer('Committed', rowof(job, argument(2)), {})
