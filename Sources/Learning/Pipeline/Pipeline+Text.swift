extension Pipeline: CustomStringConvertible {
    /// The pipeline in the command line's syntax, with the parameters that differ from their defaults.
    public var description: String {
        let main = mainSteps.map { Self.text(of: $0, named: $0.name) }
        guard let columns else { return main.joined(separator: " | ") }
        return ([text(of: columns)] + main).joined(separator: " | ")
    }

    /// The branches: `columns(numeric: simple-imputer; rest: drop)`, or `columns` for the standard ones.
    private func text(of stage: ColumnStage) -> String {
        let name = stage.name == "columns" ? "" : "\(stage.name): "
        if hasStandardColumns { return name + "columns" }
        let branches = stage.branches.map { branch in
            var head = branch.name
            if case .named(let columns) = branch.selection {
                head += "[" + columns.map(quotedName).joined(separator: ", ") + "]"
            }
            if branch.isDropped { return "\(head): drop" }
            let prefix = stage.stepName("", of: branch.name).count
            let steps = self.steps(of: branch.name).map {
                Self.text(of: $0, named: String($0.name.dropFirst(prefix)))
            }
            return "\(head): \(steps.isEmpty ? "passthrough" : steps.joined(separator: " | "))"
        }
        return name + "columns(" + branches.joined(separator: "; ") + ")"
    }

    private static func text(of step: Step, named name: String) -> String {
        let kind = type(of: step.estimator).kind
        let text = step.estimator.changedParameters
        return (name == kind ? "" : "\(name): ") + kind + (text.isEmpty ? "" : "(\(text))")
    }
}

extension Estimator {
    /// The parameters that differ from their defaults, in the command line's syntax.
    fileprivate var changedParameters: String {
        zip(parameterValues, Self().parameterValues).filter { $0.value != $1.value }
            .map { "\($0.0.name)=\($0.0.value)" }.joined(separator: ", ")
    }
}

/// Returns a column's name, in quotes if it is not a plain word.
private func quotedName(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-_.".unicodeScalars.contains(scalar)
    }
    if isPlain, !name.isEmpty { return name }
    return name.contains("\"") ? "'\(name)'" : "\"\(name)\""
}
