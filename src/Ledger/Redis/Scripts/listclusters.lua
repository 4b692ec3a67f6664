-- 1 after (as ZRANGEBYLEX has it), 2 limit
local found, rows, last = call('ZRANGEBYLEX', P .. 'clusters', argument(1), '+', 'LIMIT', 0, argument(2)), {}, ''
for _, name in ipairs(found) do
  rows[#rows + 1] = clusterrow(findcluster(name))
  last = name
end
return answer(rows, last)
