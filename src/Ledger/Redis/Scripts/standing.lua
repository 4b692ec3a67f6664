-- What it descends from, and whether it is being recovered.
return answer(call('HKEYS', P .. 'ancestors'), meta[5] and 1 or 0)
