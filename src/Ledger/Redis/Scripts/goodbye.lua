-- This silo writes no more.
call('ZREM', P .. 'writers', ARGV[3])
return answer()
