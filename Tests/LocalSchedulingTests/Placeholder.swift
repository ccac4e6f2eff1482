// LocalScheduling
