import Learning
import Strategies

extension SearchMethod {
    /// Parses a method: `random:N`, `random:N:sobol`, `random:N:latin`, `halving`, `halving:FACTOR`,
    /// `halving:FACTOR:CANDIDATES`, `hyperband`, `hyperband:FACTOR`, `tpe:N` or `tpe:N:BATCH`; nil for `grid`.
    ///
    /// - Parameters:
    ///   - text: The method.
    ///   - resource: What halving and hyperband use a part of.
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    package init?(_ text: PlacedText, resource: Resource = .rows) throws {
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        func malformed(_ found: String, _ expected: String) -> TextError {
            .malformed(at: text.place, found: "'\(found)'", expected: expected)
        }
        func count(_ part: Int, _ name: String, from least: Int = 1) throws -> Int {
            guard parts.indices.contains(part) else { throw malformed(text.text, "\(parts[0]):\(name)") }
            guard let number = Int(parts[part]), (least...1_000_000).contains(number) else {
                throw malformed(parts[part], "a whole number from \(least) to 1000000 as the \(name)")
            }
            return number
        }
        func require(atMost count: Int) throws {
            guard parts.count <= count else { throw malformed(text.text, Self.forms) }
        }
        switch parts[0] {
        case "grid":
            try require(atMost: 1)
            return nil
        case "random":
            try require(atMost: 3)
            let samplings: [String: RandomSearch.Sampling] = ["sobol": .sobol, "latin": .latinHypercube]
            guard parts.count < 3 || samplings[parts[2]] != nil else {
                throw malformed(parts[2], "sobol or latin")
            }
            self = .random(
                try count(1, "N"), sampling: parts.count < 3 ? .random : samplings[parts[2]] ?? .random)
        case "halving":
            try require(atMost: 3)
            var factor = 3.0
            if parts.count > 1 {
                guard let number = Double(parts[1]), number > 1, number <= 1000 else {
                    throw malformed(parts[1], "a number greater than 1 and at most 1000 as the FACTOR")
                }
                factor = number
            }
            self = .halving(
                candidates: parts.count > 2 ? try count(2, "CANDIDATES") : nil, factor: factor,
                resource: resource)
        case "hyperband":
            try require(atMost: 2)
            self = .hyperband(
                factor: parts.count > 1 ? try count(1, "FACTOR", from: 2) : 3, resource: resource)
        case "tpe":
            try require(atMost: 3)
            self = .tpe(try count(1, "N"), batch: parts.count > 2 ? try count(2, "BATCH") : 1)
        default: throw malformed(text.text, Self.forms)
        }
    }

    private static let forms = "grid, random:N, halving, halving:FACTOR, hyperband or tpe:N"
}

extension SearchMethod.Resource {
    /// Parses a resource: `rows`, or `STEP.PARAMETER:MAX`.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    package init(_ text: PlacedText) throws {
        if text.text == "rows" {
            self = .rows
            return
        }
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, parts[0].contains("."), let most = Int(parts[1]), most > 0 else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'",
                expected: "rows, or STEP.PARAMETER:MAX, such as svc.max_iter:1000"
            )
        }
        self = .parameter(parts[0], max: most)
    }
}
