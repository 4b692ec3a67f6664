-- Nothing but the guard, and where the event log ends.
return answer()
