#if FUZZING
    import Foundation

    /// libFuzzer, which calls a target again and again with inputs that it makes, and ends the process.
    enum LibFuzzer {
        /// What to fuzz, and for how long, as the environment says.
        struct Request {
            let target: String
            let seconds: String
            /// Where inputs that reach new code are kept, from run to run.
            let corpus: URL
        }

        static let request: Request? = {
            let environment = ProcessInfo.processInfo.environment
            guard let target = environment["TRELLIS_FUZZ_TARGET"],
                let seconds = environment["TRELLIS_FUZZ_SECONDS"],
                let corpus = environment["TRELLIS_FUZZ_CORPUS"]
            else { return nil }
            return Request(target: target, seconds: seconds, corpus: URL(filePath: corpus))
        }()

        nonisolated(unsafe) private static var target: FuzzTarget?

        /// Fuzzes a target; does not return.
        static func run(_ target: FuzzTarget, _ request: Request) throws {
            self.target = target
            let folder = request.corpus.appending(path: target.name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (index, seed) in try (target.seeds() + target.corpus()).enumerated() {
                try Data(seed).write(to: folder.appending(path: "seed-\(index)"))
            }
            let arguments = [
                "fuzz", folder.path(), "-max_total_time=\(request.seconds)", "-timeout=20",
                "-rss_limit_mb=4096",
                "-max_len=\(target.longest)", "-print_final_stats=1", "-verbosity=0",
                "-artifact_prefix=\(request.corpus.path())/\(target.name)-",
            ]
            // libFuzzer keeps them for good. Deep recursion is as deep as on a command's main thread.
            let pointers = arguments.map { strdup($0) } + [nil]
            let argv = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: pointers.count)
            argv.initialize(from: pointers, count: pointers.count)
            let box = Arguments(count: Int32(arguments.count), argv: argv)
            let thread = Thread {
                var (count, argv) = (box.count, Optional(box.argv))
                exit(
                    runDriver(&count, &argv) { bytes, count in
                        let input = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
                        LibFuzzer.target?.run(input)
                        return 0
                    })
            }
            thread.stackSize = 8 << 20
            thread.start()
            while true { Thread.sleep(forTimeInterval: 3600) }
        }

        private struct Arguments: @unchecked Sendable {
            let count: Int32
            let argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        }
    }

    @_silgen_name("LLVMFuzzerRunDriver")
    private func runDriver(
        _ count: UnsafeMutablePointer<Int32>,
        _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
        _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32
#endif
