import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The address that a dashboard listens on: a port of this machine, or an address and a port.
struct DashboardAddress: Equatable {
    /// The numeric IP address.
    let host: String
    let port: UInt16

    /// Parses `8787`, `0.0.0.0:8787` or `[::]:8787`.
    ///
    /// - Throws: `TextError`.
    init(text: String, place: TextPlace) throws {
        let (host, port): (Substring?, Substring)
        if let colon = text.lastIndex(of: ":") {
            (host, port) = (text[..<colon], text[text.index(after: colon)...])
        } else {
            (host, port) = (nil, text[...])
        }
        guard let number = UInt16(port), host != "" else {
            throw TextError.malformed(
                at: place, found: "'\(text)'", expected: "a port up to 65535, or ADDRESS:PORT")
        }
        self.host =
            host.map { $0.hasPrefix("[") && $0.hasSuffix("]") ? "\($0.dropFirst().dropLast())" : "\($0)" }
            ?? "127.0.0.1"
        self.port = number
        guard Self.isAddress(self.host) else {
            throw TextError.malformed(
                at: place, found: "'\(text)'", expected: "a numeric IP address, such as 0.0.0.0:\(number)")
        }
    }

    /// Returns whether a text is an address of version 4 or 6 of the Internet Protocol.
    private static func isAddress(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }

    /// Whether only this machine can connect.
    var isLoopback: Bool { host.hasPrefix("127.") || host == "::1" }

    /// The host as in an URL.
    var urlHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Returns whether a request with a `Host` header is for this server.
    ///
    /// A page of another site could otherwise read the dashboard of its visitor, under a name that it lets refer to this
    /// machine.
    func accepts(host header: String?) -> Bool {
        guard let header else { return false }
        // Those who can connect to another address need the token.
        guard isLoopback else { return true }
        let name: Substring
        if header.hasPrefix("["), let end = header.firstIndex(of: "]") {
            name = header[...end]
        } else {
            name = header.prefix { $0 != ":" }
        }
        return ["localhost", "127.0.0.1", "[::1]", urlHost[...]].contains(name)
    }
}
