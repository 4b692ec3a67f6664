-- 1 name, 2 spec, 3 labels, 4 uid ('' for none), 5 by, 6 at, 7 1 to replace, 8 most clusters, 9 sealed access ('' for none)
local name, labels, uid, replace, access = argument(1), argument(3), argument(4), argument(7) == '1', argument(9)
local known = findcluster(name)
local enters = access ~= '' and not hasaccess(name)
if not known and call('ZCARD', P .. 'clusters') >= tonumber(argument(8)) then return answer('TooMany', false) end
if known and known.state == REMOVING then return answer('Removing', clusterrow(known)) end
if known and known.uid ~= '' and uid ~= '' and known.uid ~= uid then return answer('OtherIdentity', clusterrow(known)) end
if known and known.state == REGISTERED and not replace then
  if known.labels ~= labels then return answer('Taken', clusterrow(known)) end
  if (uid == '' or known.uid ~= '') and not enters then return answer('Same', clusterrow(known)) end
end
local recorded = {
  name = name, spec = argument(2), labels = labels, uid = uid ~= '' and uid or (known and known.uid or ''), by = argument(5), at = argument(6),
  version = nextversion(known, argument(6)), state = REGISTERED,
}
setcluster(recorded)
if replace or enters then setaccess(name, access) end
return answer('Recorded', clusterrow(recorded))
