-- 1 root, 2 token; then for each: id, cluster, placement, charge
local root = argument(1)
if call('HGET', P .. 'trees', root) ~= argument(2) then return answer('stale', {}) end
local admitted = {}
for i = FIRST_ARGUMENT + 2, #ARGV, 4 do
  local job = find(ARGV[i])
  local queued = job and job.state == QUEUED
  if queued then
    job.state, job.root, job.cluster = ADMITTED, root, ARGV[i + 1]
    job.notbefore, job.reason, job.message = '', '', ''
    call('HSET', bodykey(job.id), 'placement', ARGV[i + 2], 'charge', ARGV[i + 3])
    move(job, job.cluster)
  end
  admitted[#admitted + 1] = queued and 1 or 0
end
return answer('current', admitted)
