-- the ids
local states = {}
for i = FIRST_ARGUMENT, #ARGV do states[#states + 1] = call('HGET', jobkey(ARGV[i]), 'state') end
return answer(states)
