// TaskGraph
