internal import Learning
internal import TaskGraph

extension TableSteps {
    /// Writes the steps, but for the tables in memory that rows are joined with.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: steps.count)
        for step in steps {
            switch step {
            case .filter(let condition):
                encoder.append("filter")
                condition.encode(into: &encoder)
            case .assign(let name, let expression):
                encoder.append("assign")
                encoder.append(name)
                expression.encode(into: &encoder)
            case .join(let join):
                encoder.append("join")
                join.encode(into: &encoder)
            }
        }
        encoder.beginList(count: outputs.count)
        for output in outputs { output.encode(into: &encoder) }
    }

    /// Decodes steps written by ``encode(into:)``.
    init(from decoder: inout CanonicalDecoder) throws {
        steps = try decoder.readList { decoder in
            switch try decoder.readString() {
            case "filter": .filter(try ColumnExpression(from: &decoder))
            case "assign": .assign(try decoder.readString(), try ColumnExpression(from: &decoder))
            case "join": .join(try TableJoin(from: &decoder))
            case let name: throw WireError.cannotDecode(value: "step", reason: "unknown step \(name)")
            }
        }
        outputs = try decoder.readList { try ColumnExpression(from: &$0) }
    }
}

extension TableJoin {
    /// Writes the step, but for the table in memory.
    fileprivate func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(list: keys)
        encoder.append(kind.rawValue)
        encoder.append(list: kinds.map(\.rawValue))
        for names in [names.left, names.right] {
            encoder.append(list: names.map(\.old))
            encoder.append(list: names.map(\.new))
        }
    }

    fileprivate init(from decoder: inout CanonicalDecoder) throws {
        let (keys, kind) = (try decoder.readTexts(), try decoder.readCase(of: JoinKind.self))
        let kinds = try decoder.readCases(of: ValueKind.self)
        func readRenamings() throws -> [JoinNames.Renaming] {
            let (old, new) = (try decoder.readTexts(), try decoder.readTexts())
            guard old.count == new.count else {
                throw WireError.cannotDecode(value: "join", reason: "names do not match")
            }
            return zip(old, new).map { JoinNames.Renaming(old: $0, new: $1) }
        }
        let names = JoinNames(left: try readRenamings(), right: try readRenamings())
        guard names.right.count == kinds.count, !keys.isEmpty else {
            throw WireError.cannotDecode(value: "join", reason: "names do not match")
        }
        self.init(keys: keys, kind: kind, names: names, kinds: kinds)
    }
}
