-- 1 from (as ZRANGEBYLEX has it), 2 to, 3 limit
local cordons = {}
for _, target in ipairs(call('ZRANGEBYLEX', P .. 'cordoned', argument(1), argument(2), 'LIMIT', 0, argument(3))) do
  local reason, by, since = unpack(cmsgpack.unpack(call('HGET', P .. 'cordons', target)))
  cordons[#cordons + 1] = {target, reason, by, since}
end
return answer(cordons)
