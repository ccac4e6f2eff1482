internal import TaskGraph

/// The ready jobs and the idle workers, and the assignment of jobs to workers (see `Simulation`).
struct ReadyQueue {
    /// The ranks of the ready jobs; ranks of jobs that were already assigned are removed lazily.
    private var ready = MinHeap<Int>()
    /// The ranks of the ready jobs by home.
    private var readyByHome: [MinHeap<Int>]
    /// All jobs in order of urgency, and the index of each in this order: its rank.
    private let jobs: [Int]
    private let ranks: [Int]
    private var isReady: [Bool]
    private var readyCount = 0
    private let homes: [Int?]

    /// The idle workers, and the index of each among them; nil if a worker is busy.
    private var idle: [Int]
    private var places: [Int?]

    /// For each result, the number of unassigned jobs whose home it is.
    private var waiting: [Int]
    /// For each worker, the results it holds that are the home of unassigned jobs.
    private var heldHomes: [[Int]]

    init(_ workload: Workload, workers: Int) {
        let bytes = workload.results.map(\.bytes)
        homes = workload.jobs.map { job in
            // The first of the largest inputs.
            job.inputs.map(\.index).max { (bytes[$0], $1) < (bytes[$1], $0) }
        }
        let urgencies = workload.jobs.map(\.urgency)
        let jobs = urgencies.indices.sorted { (urgencies[$0], $0) < (urgencies[$1], $1) }
        var ranks = jobs
        for (rank, job) in jobs.enumerated() { ranks[job] = rank }
        (self.jobs, self.ranks) = (jobs, ranks)
        readyByHome = Array(repeating: MinHeap(), count: bytes.count)
        isReady = Array(repeating: false, count: homes.count)
        waiting = Array(repeating: 0, count: bytes.count)
        for home in homes { if let home { waiting[home] += 1 } }
        // The first worker is taken first.
        idle = Array((0..<workers).reversed())
        places = Array((0..<workers).reversed())
        heldHomes = Array(repeating: [], count: workers)
    }

    /// Adds a job whose inputs are available.
    mutating func insert(_ job: Int) {
        ready.insert(ranks[job])
        if let home = homes[job] { readyByHome[home].insert(ranks[job]) }
        isReady[job] = true
        readyCount += 1
    }

    /// Marks a worker as idle.
    mutating func release(_ worker: Int) {
        places[worker] = idle.count
        idle.append(worker)
    }

    /// Records that a worker holds a result.
    mutating func worker(_ worker: Int, receives result: Int) {
        if waiting[result] > 0 { heldHomes[worker].append(result) }
    }

    /// Returns the next job and its worker; nil if no worker is idle or no job is ready.
    mutating func next(_ network: borrowing Network) -> (job: Int, worker: Int)? {
        guard let last = idle.last, let first = firstReady() else { return nil }
        let (job, worker): (Int, Int)
        if idle.count >= readyCount {
            let near = homes[first].flatMap { home in
                network.workers(with: home).first { places[$0] != nil }
            }
            (job, worker) = (first, near ?? last)
        } else {
            (job, worker) = (firstAtHome(of: last) ?? first, last)
        }
        isReady[job] = false
        readyCount -= 1
        if let home = homes[job] { waiting[home] -= 1 }
        occupy(worker)
        return (job, worker)
    }

    /// The most urgent ready job.
    private mutating func firstReady() -> Int? {
        while let rank = ready.first, !isReady[jobs[rank]] { _ = ready.popFirst() }
        return ready.first.map { jobs[$0] }
    }

    /// The most urgent ready job whose home is held by the worker.
    private mutating func firstAtHome(of worker: Int) -> Int? {
        heldHomes[worker].removeAll { waiting[$0] == 0 }
        var best: Int?
        for home in heldHomes[worker] {
            while let rank = readyByHome[home].first, !isReady[jobs[rank]] {
                _ = readyByHome[home].popFirst()
            }
            if let rank = readyByHome[home].first, best.map({ rank < $0 }) ?? true { best = rank }
        }
        return best.map { jobs[$0] }
    }

    private mutating func occupy(_ worker: Int) {
        guard let place = places[worker], let last = idle.popLast() else { return }
        if last != worker {
            idle[place] = last
            places[last] = place
        }
        places[worker] = nil
    }
}
