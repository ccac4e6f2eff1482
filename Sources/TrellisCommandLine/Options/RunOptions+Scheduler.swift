import DaskCluster
import Trellis

extension SchedulerChoice {
    /// The scheduler given by a flag or by the specification; threads by default.
    ///
    /// - Throws: ``CommandError``.
    init(_ options: RunOptions, _ spec: SpecFile) throws {
        let flag = options.scheduler.map { PlacedText(text: $0, place: TextPlace("--scheduler")) }
        let text = try flag ?? spec.text("scheduler")
        try self.init(
            text ?? PlacedText(text: "threads", place: TextPlace("--scheduler")),
            workers: options.workers ?? spec.number("workers"), tls: TLSFiles(options))
        try share(through: options.sharedDirectory)
        try wait(forWorkers: options.workerTimeout)
    }
}

extension TLSFiles {
    /// The files given by flags; nil if there are none.
    ///
    /// - Throws: ``CommandError``.
    fileprivate init?(_ options: RunOptions) throws {
        let named = [
            ("--tls-cert", options.tlsCert), ("--tls-key", options.tlsKey), ("--tls-ca", options.tlsCa),
        ]
        if named.allSatisfy({ $0.1 == nil }) { return nil }
        let paths = try named.map { option, path in
            guard let path else {
                throw CommandError.missing(
                    option: option, meaning: "--tls-cert, --tls-key and --tls-ca must be given together")
            }
            return try InputFile.requireReadable(path)
        }
        self.init(certificate: paths[0], key: paths[1], authority: paths[2])
    }
}
