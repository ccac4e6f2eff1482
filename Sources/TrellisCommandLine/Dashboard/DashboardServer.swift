import FlyingFox
import FlyingSocks
import Foundation
import Logging
import Synchronization

/// The web server of a dashboard.
///
/// It answers `GET` requests for the page, its updates, the state as JSON and metrics. It listens on this machine only,
/// unless another address is given, for which every request needs a token.
final class DashboardServer: Sendable {
    private let address: DashboardAddress
    private let live: LiveSearch
    private let logger: Logger
    private let token: String?
    private let server: HTTPServer
    private let readers = Atomic<Int>(0)

    /// The maximum number of pages that are kept up to date at the same time.
    private static let mostReaders = 32

    /// Creates a server that is not running.
    init(_ address: DashboardAddress, showing live: LiveSearch, logger: Logger) throws {
        self.address = address
        self.live = live
        self.logger = logger
        token = address.isLoopback ? nil : UUID().uuidString.lowercased()
        let socket: any SocketAddress =
            address.host.contains(":")
            ? try sockaddr_in6.inet6(ip6: address.host, port: address.port)
            : try sockaddr_in.inet(ip4: address.host, port: address.port)
        server = HTTPServer(config: Self.configuration(socket))
    }

    private static func configuration(_ address: some SocketAddress) -> HTTPServer.Configuration {
        HTTPServer.Configuration(address: address, timeout: 15, logger: .disabled)
    }

    /// Starts to listen.
    ///
    /// - Returns: The address of the page.
    /// - Throws: ``CommandError/cannotListen(address:reason:)``.
    func start() async throws -> String {
        await server.appendRoute("GET /*") { [self] in respond(to: $0) }
        let failure = Mutex<(any Error)?>(nil)
        Task { [server] in
            do { try await server.run() } catch { failure.withLock { $0 = error } }
        }
        while await !server.isListening {
            if let error = failure.withLock({ $0 }) {
                throw CommandError.cannotListen(
                    address: "\(address.urlHost):\(address.port)", reason: "\(error)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        var port = address.port
        switch await server.listeningAddress {
        case .ip4(_, let actual), .ip6(_, let actual): port = actual
        default: break
        }
        return "http://\(address.urlHost):\(port)/" + (token.map { "?token=\($0)" } ?? "")
    }

    /// Stops to listen, and ends all connections.
    func stop() async { await server.stop(timeout: 1) }

    // MARK: - Requests

    private func respond(to request: HTTPRequest) -> HTTPResponse {
        guard address.accepts(host: request.headers[.host]) else {
            return refuse(
                request, "this server answers requests for \(address.urlHost) only", .misdirectedRequest)
        }
        if let token, !isAllowed(request, token) {
            return refuse(request, "the address lacks the token that trellis printed", .forbidden)
        }
        switch request.path {
        case "/": return page(for: request)
        case "/state.json": return Self.response(live.snapshot.json, "application/json")
        case "/metrics": return Self.response(PrometheusText.of(live.snapshot), "text/plain; version=0.0.4")
        case "/updates": return updates(for: request)
        case "/report": return report()
        default: return Self.text("there is no such page\n", .notFound)
        }
    }

    private func refuse(_ request: HTTPRequest, _ reason: String, _ status: HTTPStatusCode) -> HTTPResponse {
        // Paths may be long, and addresses may have the token.
        logger.notice(
            "request refused",
            metadata: [
                "host": "\((request.headers[.host] ?? "").prefix(200))",
                "path": "\(request.path.prefix(200))",
                "reason": "\(reason)",
            ])
        return Self.text(reason + "\n", status)
    }

    /// Returns whether a request has the token, in its address or in the cookie that the page sets.
    private func isAllowed(_ request: HTTPRequest, _ token: String) -> Bool {
        let cookies = (request.headers[.cookie] ?? "").split(separator: ";")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        return request.query["token"] == token || cookies.contains("token=\(token)")
    }

    private func page(for request: HTTPRequest) -> HTTPResponse {
        var response = Self.response(DashboardPage.html(live.snapshot), "text/html; charset=utf-8")
        if let token { response.headers[.setCookie] = "token=\(token); HttpOnly; SameSite=Strict; Path=/" }
        // Nothing may be loaded from elsewhere, and no other page may show this one.
        response.headers[.init("Content-Security-Policy")] =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
            + "img-src data:; frame-ancestors 'none'"
        return response
    }

    /// The page of the results, which has a policy of its own.
    private func report() -> HTTPResponse {
        guard let page = live.report else { return Self.text("the report is not made yet\n", .notFound) }
        var response = Self.response(page, "text/html; charset=utf-8")
        response.headers[.init("Content-Security-Policy")] = "frame-ancestors 'none'"
        return response
    }

    private func updates(for request: HTTPRequest) -> HTTPResponse {
        guard readers.add(1, ordering: .relaxed).newValue <= Self.mostReaders else {
            readers.subtract(1, ordering: .relaxed)
            return refuse(request, "too many pages are open", .serviceUnavailable)
        }
        let reader = Reader { [self] in readers.subtract(1, ordering: .relaxed) }
        let updates = DashboardUpdates { [live] in
            let snapshot = live.snapshot
            return withExtendedLifetime(reader) { (DashboardPage.update(snapshot), snapshot.isOver) }
        }
        return HTTPResponse(
            statusCode: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: HTTPBodySequence(from: updates))
    }

    /// Calls a function when the last reference to it ends, which is when the connection does.
    private final class Reader: Sendable {
        private let end: @Sendable () -> Void
        init(end: @escaping @Sendable () -> Void) { self.end = end }
        deinit { end() }
    }

    private static func response(_ text: String, _ type: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: .ok,
            headers: [
                .contentType: type, .cacheControl: "no-store", .init("X-Content-Type-Options"): "nosniff",
                .init("Referrer-Policy"): "no-referrer",
            ], body: Data(text.utf8))
    }

    private static func text(_ text: String, _ status: HTTPStatusCode) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"], body: Data(text.utf8))
    }
}
