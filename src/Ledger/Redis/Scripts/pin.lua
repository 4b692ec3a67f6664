-- 1 name, 2 spec, 3 labels, 4 expected uid ('' for none), 5 uid, 6 1 when it is configured
local expected, uid = argument(4), argument(5)
local known = findcluster(argument(1))
if not known or known.state == REMOVING then
  -- A cluster that was removed in between must leave no trace: another one may get its name.
  if known or argument(6) ~= '1' or expected ~= '' then return answer(clusterrow(known)) end
  known = {name = argument(1), spec = argument(2), labels = argument(3), uid = '', by = '', at = NOW, version = '0', state = CONFIGURED}
end
if known.uid ~= expected or known.uid == uid then return answer(clusterrow(known)) end
if expected ~= '' then known.version = nextversion(known, NOW) end
known.uid = uid
setcluster(known)
return answer(clusterrow(known))
