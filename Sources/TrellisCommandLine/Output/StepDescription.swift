import Trellis

/// The description of a pipeline step.
struct StepDescription: Encodable {
    /// The name: `svc`.
    let kind: String

    /// Whether the step is a transformer, a classifier or a regressor.
    let role: Role

    /// A one-sentence description.
    let summary: String

    /// The parameters, in the order that the estimator lists them.
    let parameters: [Parameter]

    /// The words for what the model predicts; empty for a transformer.
    let predictions: [String]

    /// Whether the fit uses the weights of rows.
    let usesWeights: Bool

    /// The sharing traits of the estimator.
    let sharing: [SharingTrait]

    /// The role of a step in a pipeline.
    enum Role: String, Encodable {
        case transformer, classifier, regressor
    }

    /// One parameter.
    struct Parameter: Encodable {
        let name: String
        let `default`: ParameterValue
        let expectation: String
        let summary: String
    }

    /// Describes an estimator type.
    init(_ type: any Estimator.Type) {
        kind = type.kind
        summary = type.summary
        predictions = type.init().predictionKinds.names
        usesWeights = type.usesWeights
        sharing = type.sharingTraits
        parameters = Self.parameters(of: type)
        role =
            type is any Classifier.Type ? .classifier : type is any Regressor.Type ? .regressor : .transformer
    }

    private static func parameters<E: Estimator>(of type: E.Type) -> [Parameter] {
        let defaults = E()
        return E.parameters.map { parameter in
            Parameter(
                name: parameter.name, default: parameter.value(in: defaults),
                expectation: parameter.expectation, summary: parameter.summary)
        }
    }
}
