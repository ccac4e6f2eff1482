/// Which cluster to use.
public enum ClusterAddress: Equatable, Sendable {
    /// One that runs, by its scheduler's address: `tcp://HOST:PORT`, or `tls://HOST:PORT` with certificates.
    case scheduler(String, TLSFiles?)

    /// One that is started for this process, on this machine, and ends with it.
    case local(workers: Int)

    /// Reads a scheduler's address.
    ///
    /// - Throws: ``DaskClusterError/malformedAddress(_:)``.
    public init(scheduler address: String, tls: TLSFiles? = nil) throws(DaskClusterError) {
        guard
            let rest = ["tcp://", "tls://"].first(where: address.hasPrefix).map({
                address.dropFirst($0.count)
            }),
            let colon = rest.lastIndex(of: ":"), colon != rest.startIndex,
            let port = UInt16(rest[rest.index(after: colon)...]), port > 0,
            !rest.contains(where: { $0.isWhitespace || $0 == "/" })
        else { throw .malformedAddress(address) }
        self = .scheduler(address, tls)
    }

    /// Whether who is on the way can read what is sent there and run code at both ends: an address on another machine,
    /// without encryption.
    public var isExposed: Bool {
        guard case .scheduler(let address, _) = self, address.hasPrefix("tcp://") else { return false }
        let host = address.dropFirst("tcp://".count)
        return host.firstMatch(of: /^(127\.[0-9.]+|localhost|\[::1\]):/) == nil
    }

    /// `tcp://HOST:PORT`, `local-cluster`.
    var text: String {
        switch self {
        case .scheduler(let address, _): address
        case .local: "local-cluster"
        }
    }
}

/// The files that encrypted connections need, all PEM.
public struct TLSFiles: Codable, Equatable, Sendable {
    /// The client's certificate.
    public var certificate: String
    /// The key of that certificate.
    public var key: String
    /// The certificate of the authority that signed the scheduler's.
    public var authority: String

    /// The files by their paths.
    public init(certificate: String, key: String, authority: String) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }
}
