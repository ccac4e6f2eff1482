#if os(Linux)
    import Glibc
    import LocalScheduling
    import TaskGraph
    import TestOperations
    import Testing

    @Suite("A system that refuses to start a thread", .timeLimit(.minutes(20)))
    struct RefusedThreadTests {
        @Test(
            "makes the run throw, after the threads that did start have ended",
            .disabled(if: isThreadSanitized, "the sanitizer itself needs address space"))
        func refused() async {
            await #expect(processExitsWith: .success) {
                var graph = TaskGraph()
                let outputs = (0..<200).map { graph.insert(Compute("task", $0) { _, _ in 0 }, inputs: []) }
                // Room for a few stacks of 8 MiB beside what the process has.
                let log = EventLog()
                let addresses = __rlimit_resource_t(RLIMIT_AS.rawValue)
                var (unlimited, limit) = (rlimit(), rlimit())
                precondition(getrlimit(addresses, &unlimited) == 0)
                limit.rlim_cur = rlim_t((addressSpace() + 40) << 20)
                limit.rlim_max = unlimited.rlim_max
                precondition(setrlimit(addresses, &limit) == 0)
                // A library's thread that is refused memory may ask again for ever, and be waited for at the end.
                defer { precondition(setrlimit(addresses, &unlimited) == 0) }
                do {
                    _ = try await ThreadedScheduler(workers: 200).run(
                        graph, outputs: outputs, onEvent: log.receive)
                    preconditionFailure("200 threads were started in the room of a few")
                } catch LocalSchedulingError.threadNotStarted(let errorNumber) {
                    precondition(errorNumber == EAGAIN)
                    let contents = log.contents
                    precondition(
                        contents.begun.count == 1 && contents.ended.count == 1 && contents.disorder == 0)
                    precondition(contents.started.count == contents.finished.count)
                }
            }
        }

        @Test("is described with what may help")
        func description() {
            let text = LocalSchedulingError.threadNotStarted(errorNumber: 11).description
            #expect(text.contains("error 11") && text.contains("fewer workers"))
        }
    }

    /// Whether the process runs under the thread sanitizer.
    private let isThreadSanitized = dlsym(nil, "__tsan_init") != nil

    /// How many mebibytes of address space the process has.
    private func addressSpace() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let pages = text.split(separator: UInt8(ascii: " ")).first.flatMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        return ((pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))) >> 20
    }
#endif
