/// The address of a cluster.
public enum ClusterAddress: Equatable, Sendable {
    /// A running cluster, by the address of its scheduler: `tcp://HOST:PORT`, or `tls://HOST:PORT` with certificates.
    case scheduler(String, TLSFiles?)

    /// A temporary cluster on this machine, which exits with this process.
    case local(workers: Int)

    /// Parses the address of a scheduler.
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - tls: The files for an encrypted connection.
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

    /// Whether the connection is unencrypted and to another machine, so that others on the network could read the
    /// data and run code on both sides.
    public var isExposed: Bool {
        guard case .scheduler(let address, _) = self, address.hasPrefix("tcp://") else { return false }
        let host = address.dropFirst("tcp://".count)
        return host.firstMatch(of: /^(127\.[0-9.]+|localhost|\[::1\]):/) == nil
    }

    /// The address as text; `local-cluster` for a local cluster.
    var text: String {
        switch self {
        case .scheduler(let address, _): address
        case .local: "local-cluster"
        }
    }
}

/// The PEM files for an encrypted connection.
public struct TLSFiles: Codable, Equatable, Sendable {
    /// The path of the client certificate.
    public var certificate: String
    /// The path of the private key of the client certificate.
    public var key: String
    /// The path of the certificate of the authority that signed the scheduler's certificate.
    public var authority: String

    /// Creates a set of files from their paths.
    public init(certificate: String, key: String, authority: String) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }
}
