import Learning

extension [any Estimator] {
    /// Returns the names of the estimators tried for one step: their kinds, with the parameters that distinguish
    /// estimators of the same kind.
    ///
    /// The names are unique; identical estimators are numbered.
    ///
    /// - Parameter varied: The parameters that are varied as well, and so do not distinguish the estimators.
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
