import TaskGraph

/// The jobs that are ready, the workers that are idle, and which of them go together (see `Simulation`).
struct ReadyQueue {
    /// The jobs that wait, by their ranks, and those that were handed out and not yet met here.
    private var ready = MinHeap<Int>()
    /// The same by home.
    private var readyByHome: [MinHeap<Int>]
    /// All jobs, the most urgent first, and where each stands there: its rank.
    private let jobs: [Int]
    private let ranks: [Int]
    private var isReady: [Bool]
    private var readyCount = 0
    private let homes: [Int?]

    /// The idle workers, and where each stands there; nil if it is not idle.
    private var idle: [Int]
    private var places: [Int?]

    /// By result, how many jobs have it for their home and were not yet handed out.
    private var waiting: [Int]
    /// By worker, the results it has that are the home of jobs to come.
    private var possessions: [[Int]]

    init(_ workload: Workload, workers: Int) {
        let bytes = workload.results.map(\.bytes)
        homes = workload.jobs.map { job in
            // The first of the largest.
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
        // The first worker on top.
        idle = Array((0..<workers).reversed())
        places = Array((0..<workers).reversed())
        possessions = Array(repeating: [], count: workers)
    }

    /// A job has all it reads.
    mutating func insert(_ job: Int) {
        ready.insert(ranks[job])
        if let home = homes[job] { readyByHome[home].insert(ranks[job]) }
        isReady[job] = true
        readyCount += 1
    }

    /// A worker has nothing more to do.
    mutating func release(_ worker: Int) {
        places[worker] = idle.count
        idle.append(worker)
    }

    /// A worker has a result.
    mutating func worker(_ worker: Int, receives result: Int) {
        if waiting[result] > 0 { possessions[worker].append(result) }
    }

    /// The next job to hand out and who gets it; nil if nobody is idle or nothing is ready.
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

    /// The most urgent job that is ready.
    private mutating func firstReady() -> Int? {
        while let rank = ready.first, !isReady[jobs[rank]] { _ = ready.popFirst() }
        return ready.first.map { jobs[$0] }
    }

    /// The most urgent job that is ready and has its home with a worker.
    private mutating func firstAtHome(of worker: Int) -> Int? {
        possessions[worker].removeAll { waiting[$0] == 0 }
        var best: Int?
        for home in possessions[worker] {
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
