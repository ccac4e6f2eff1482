/// A fitted pipeline is encoded as its names and, for each step, the kind, parameters and model.
///
/// Decoding requires the type of each kind, from ``StepRegistry/standard`` or from a registry in the decoder's
/// `userInfo` under ``registryKey``.
extension FittedPipeline: Codable {
    /// The key in a decoder's `userInfo` for a ``StepRegistry`` other than the standard one.
    public static let registryKey: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "trellis.steps") else {
            preconditionFailure("the key is not empty")
        }
        return key
    }()

    private enum CodingKeys: String, CodingKey {
        case columns, layout, steps, classes, featureNames, featureKinds, targetName
    }
    private enum StepKeys: String, CodingKey { case name, branch, kind, version, parameters, model }

    /// Encodes the names and steps.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(classes, forKey: .classes)
        try container.encode(featureNames, forKey: .featureNames)
        try container.encode(targetName, forKey: .targetName)
        if let columns, let layout {
            try container.encode(columns, forKey: .columns)
            try container.encode(layout, forKey: .layout)
            try container.encode(featureKinds, forKey: .featureKinds)
        }
        var list = container.nestedUnkeyedContainer(forKey: .steps)
        for step in steps {
            var entry = list.nestedContainer(keyedBy: StepKeys.self)
            let type = type(of: step.estimator)
            try entry.encode(step.name, forKey: .name)
            try entry.encodeIfPresent(step.branch, forKey: .branch)
            try entry.encode(type.kind, forKey: .kind)
            try entry.encode(type.version, forKey: .version)
            let parameters = step.estimator.parameterValues.map { ($0.name, $0.value) }
            try entry.encode(Dictionary(uniqueKeysWithValues: parameters), forKey: .parameters)
            try step.model.encode(to: entry.superEncoder(forKey: .model))
        }
    }

    /// Decodes a pipeline written by ``encode(to:)``.
    ///
    /// - Throws: `DecodingError`; ``LearningError`` for an unknown kind or parameter; the errors of ``validate()``.
    public init(from decoder: any Decoder) throws {
        let registry = decoder.userInfo[Self.registryKey] as? StepRegistry ?? .standard
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var list = try container.nestedUnkeyedContainer(forKey: .steps)
        var steps: [Step] = []
        while !list.isAtEnd {
            let entry = try list.nestedContainer(keyedBy: StepKeys.self)
            let type = try registry.type(of: entry.decode(String.self, forKey: .kind))
            let version = try entry.decode(Int.self, forKey: .version)
            guard version == type.version else {
                throw LearningError.otherModelVersion(
                    step: type.kind, found: version, expected: type.version)
            }
            steps.append(
                Step(
                    Pipeline.Step(
                        name: try entry.decode(String.self, forKey: .name),
                        estimator: try type.decoded(
                            entry.decode([String: ParameterValue].self, forKey: .parameters)),
                        branch: try entry.decodeIfPresent(String.self, forKey: .branch)),
                    model: try type.decodedModel(from: entry.superDecoder(forKey: .model))))
        }
        // Files of versions without branches of columns have numbers only.
        let names = try container.decode([String].self, forKey: .featureNames)
        self.init(
            steps: steps, columns: try container.decodeIfPresent(ColumnStage.self, forKey: .columns),
            layout: try container.decodeIfPresent(ColumnLayout.self, forKey: .layout),
            classes: try container.decode([String].self, forKey: .classes), featureNames: names,
            featureKinds: try container.decodeIfPresent([ColumnKind].self, forKey: .featureKinds)
                ?? names.map { _ in .number },
            targetName: try container.decode(String.self, forKey: .targetName))
        try validate()
    }
}

extension Estimator {
    fileprivate static func decoded(_ parameters: [String: ParameterValue]) throws -> Self {
        try parameters.sorted { $0.key < $1.key }.reduce(Self()) { try $0.setting($1.key, to: $1.value) }
    }

    fileprivate static func decodedModel(from decoder: any Decoder) throws -> any FittedModel {
        try Model(from: decoder)
    }
}
