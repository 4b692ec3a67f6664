-- 1 state, 2 root, 3 before, 4 limit
local ids = {}
for _, member in ipairs(call('ZRANGEBYLEX', P .. 'late:' .. argument(1) .. ':' .. argument(2), '-', '(' .. argument(3), 'LIMIT', 0, argument(4))) do
  ids[#ids + 1] = string.match(member, '^%d+:%d+:(.*)$')
end
return answer(ids)
