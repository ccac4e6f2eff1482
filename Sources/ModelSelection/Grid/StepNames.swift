import Learning

extension [any Estimator] {
    /// What the steps that are tried in one place are called: by their kinds, those of one kind with the parameters in which
    /// they differ.
    ///
    /// No two names are equal; steps that differ in nothing are numbered.
    ///
    /// - Parameter varied: parameters that are varied beside the steps, and so tell nothing of them.
    func distinctNames(besides varied: Set<String>) -> [String] {
        var names = map { type(of: $0).kind }
        for places in Dictionary(grouping: indices, by: { names[$0] }).values where places.count > 1 {
            let parameters = places.map { place in
                self[place].parameterValues.filter { !varied.contains($0.name) }
            }
            let differing = parameters[0].indices.filter { index in
                parameters.contains { $0[index].value != parameters[0][index].value }
            }
            guard !differing.isEmpty else { continue }
            for (place, own) in zip(places, parameters) {
                let shown = differing.map { "\(own[$0].name)=\(own[$0].value)" }
                names[place] += "(\(shown.joined(separator: ", ")))"
            }
        }
        var seen: [String: Int] = [:]
        return names.map { name in
            seen[name, default: 0] += 1
            return seen[name] == 1 ? name : "\(name)-\(seen[name, default: 1])"
        }
    }
}
