wrote = true
call('HDEL', META, 'recovering')
return answer()
