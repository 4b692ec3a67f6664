-- 1 after (as ZRANGEBYLEX has it), 2 limit
local found, rows, last = call('ZRANGEBYLEX', P .. 'clusters', argument(1), '+', 'LIMIT', 0, argument(2)), {}, ''
for _, name in ipairs(found) do
  local row = clusterrow(findcluster(name))
  row[#row + 1] = hasaccess(name) and 1 or 0
  rows[#rows + 1] = row
  last = name
end
return answer(rows, last)
