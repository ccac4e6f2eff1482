import Trellis

/// A step as the user sees it.
struct StepDescription: Encodable {
    /// The name: `svc`.
    let kind: String

    /// What it does to rows.
    let role: Role

    /// What it does, in a sentence.
    let summary: String

    /// Its parameters, in the order it lists them.
    let parameters: [Parameter]

    /// What of it can be shared between candidates.
    let sharing: [SharingTrait]

    /// What a step does to rows.
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

    /// The description of an estimator.
    init(_ type: any Estimator.Type) {
        kind = type.kind
        summary = type.summary
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
