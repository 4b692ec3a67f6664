-- 1 name, 2 1 to insist
local name = argument(1)
local known = findcluster(name)
if not known or known.state == CONFIGURED then return answer('Unknown', 0) end
-- Also what was only admitted: its coordinator may be about to commit it.
local jobs = call('ZCARD', P .. 'placed:' .. name) + call('ZCARD', P .. 'admitted:' .. name)
if jobs > 0 and argument(2) ~= '1' and known.state == REGISTERED then return answer('InUse', jobs) end
wrote = true
-- What its nodes granted before can be committed no more.
call('DEL', P .. 'nodes:' .. name)
if jobs > 0 then
  known.state = REMOVING
  setcluster(known)
  setaccess(name, '')
  return answer('Removing', jobs)
end
call('DEL', clusterkey(name))
call('ZREM', P .. 'clusters', name)
return answer('Removed', 0)
