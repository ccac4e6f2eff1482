internal import TaskGraph

/// How often workers may end under a run before it gives up on it.
private let mostRounds = 3

extension DaskScheduler {
    /// Computes what is wanted, in several attempts if workers end.
    func complete(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], on session: ClusterSession
    ) async throws {
        provide(run, graph, outputs)
        for round in 0..<mostRounds {
            let missing = run.state.missing(of: outputs)
            if missing.isEmpty { return }
            try await attempt(
                run, graph, missing, workers: workers,
                suffix: round == 0 ? "" : "-again\(round)-\(run.number)",
                on: session)
            if run.state.ended.isEmpty { return }
            try await isolate(run, graph, outputs, round, on: session)
        }
        throw DaskClusterError.workersKeepEnding(
            operations: Set(run.state.suspects.map { graph.name(of: $0) }).sorted())
    }

    /// Takes what is there without asking the cluster: data, and what an earlier run left.
    private func provide(_ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID]) {
        run.update { state in
            let events = state.order.tasks.compactMap { task in
                (graph.operation(of: task) as? any DataSource).flatMap { state.provided(task, $0.value) }
            }
            for output in outputs {
                if let value = rescued(output, of: graph) { state.keep(value, of: output) }
            }
            return events
        }
    }

    /// Computes tasks, with the data in files where these are to be used; and if one cannot be written or read
    /// there, once more what is then missing, with the data in the graph.
    private func attempt(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], workers: Int, suffix: String,
        on session: ClusterSession
    ) async throws {
        func submit(_ outputs: [TaskID], _ suffix: String, _ dataSuffix: String) async throws {
            let pieces = graph.fused(outputs: outputs, workers: workers, costs: costs(of: graph))
            let submission = try Submission(
                pieces, of: graph, outputs: outputs, library: library, suffix: suffix,
                dataSuffix: dataSuffix, directory: memory.directory.withLock { $0 })
            try await settle(submission, run, on: session)
        }
        do {
            try await submit(outputs, suffix, "")
            guard let reason = run.state.unreadable else { return }
            stopSharing("a worker cannot read \(reason)")
        } catch let error as DaskClusterError {
            guard case .sharedDirectoryUnusable = error else { throw error }
            stopSharing("\(error)")
        }
        let carried = "-carried-\(run.number)"
        try await submit(run.state.missing(of: outputs), suffix + carried, carried)
        if let reason = run.state.unreadable {
            throw DaskClusterError.pieceFailed(name: carried, reason: reason)
        }
    }

    /// Has data go with the graph from now on.
    private func stopSharing(_ reason: String) {
        let wasShared = memory.directory.withLock { directory in
            defer { directory = nil }
            return directory != nil
        }
        // Another client's data, which are the same, may be in a file all the same.
        if wasShared { warn("\(reason); the data go with the graph instead") }
    }

    private func settle(
        _ submission: Submission, _ run: ClusterRun, on session: ClusterSession
    ) async throws {
        run.update {
            $0.begin(submission)
            return []
        }
        session.send(
            .submit(
                run: run.number, tasks: submission.tasks, want: submission.wanted.keys.sorted(),
                buffers: submission.buffers))
        try await run.settled()
    }

    /// Finds the tasks whose operations end workers: each suspect runs by itself, with nothing else of this
    /// run beside it.
    private func isolate(
        _ run: ClusterRun, _ graph: TaskGraph, _ outputs: [TaskID], _ round: Int, on session: ClusterSession
    ) async throws {
        for suspect in run.state.suspects where run.state.failures[suspect] == nil {
            // What it reads is above suspicion by now, for suspects come inputs first.
            try await attempt(
                run, graph, [suspect], workers: 1, suffix: "-alone\(round)-\(run.number)", on: session)
            run.update { state in
                if !state.ended.isEmpty {
                    state.blame(suspect, for: "the operation ends the process that runs it")
                } else if !outputs.contains(suspect) {
                    state.forget(suspect)
                }
                return []
            }
        }
    }
}
