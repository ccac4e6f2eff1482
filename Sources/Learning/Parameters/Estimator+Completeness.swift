/// Checks that an estimator is determined by its parameters.
///
/// Task keys, model files and workers of a cluster identify an estimator by its parameters alone. A stored property
/// that they do not determine would be lost there, and estimators that differ in it would share one result.
extension Estimator {
    /// Throws unless the estimator equals one created from its parameters, property by property.
    ///
    /// - Throws: ``LearningError/propertyNotInParameters(type:property:found:rebuilt:)``,
    ///   ``LearningError/repeatedParameter(type:name:)``, ``LearningError/referenceType(type:)``.
    package func checkCompleteness() throws {
        guard !(Self.self is AnyClass) else { throw LearningError.referenceType(type: Self.fullTypeName) }
        var names: Set<String> = []
        var rebuilt = Self()
        for parameter in Self.parameters {
            guard names.insert(parameter.name).inserted else {
                throw LearningError.repeatedParameter(type: Self.fullTypeName, name: parameter.name)
            }
            // A parameter that cannot be set to its own value shows as a difference.
            _ = parameter.set(parameter.value(in: self), in: &rebuilt)
        }
        guard let difference = StoredProperties.difference(of: self, from: rebuilt) else { return }
        throw LearningError.propertyNotInParameters(
            type: Self.fullTypeName, property: difference.property, found: difference.found,
            rebuilt: difference.other)
    }

    /// The type's name with its module, to distinguish types of the same name in errors.
    package static var fullTypeName: String { String(reflecting: Self.self) }
}

/// Compares two values of one type by their stored properties.
private enum StoredProperties {
    struct Difference {
        let property: String
        let found: String
        let other: String
    }

    /// Returns the first stored property in which the values differ or cannot be compared.
    static func difference<Value>(of one: Value, from other: Value) -> Difference? {
        let (mine, others) = (Mirror(reflecting: one), Mirror(reflecting: other))
        guard mine.displayStyle == .struct, mine.children.count == others.children.count else {
            return areEqual(one, other) ? nil : Difference(property: "self", one, other)
        }
        for (child, counterpart) in zip(mine.children, others.children)
        where !areEqual(child.value, counterpart.value) {
            return Difference(property: child.label ?? "self", child.value, counterpart.value)
        }
        return nil
    }

    /// Returns whether two values are equal, by their type's `Equatable` conformance or else property by property.
    ///
    /// Functions are never equal; objects are equal only to themselves.
    private static func areEqual(_ one: Any, _ other: Any) -> Bool {
        // A NaN equals itself here: it has the same key.
        if let one = one as? Double, let other = other as? Double, one.isNaN, other.isNaN { return true }
        if let one = one as? any Equatable { return one.equals(other) }
        if let one = one as? Any.Type { return one == (other as? Any.Type) }
        guard type(of: one) == type(of: other) else { return false }
        let (mine, others) = (Mirror(reflecting: one), Mirror(reflecting: other))
        guard mine.children.count == others.children.count else { return false }
        switch mine.displayStyle {
        case .class: return one as AnyObject === other as AnyObject
        case .struct, .tuple, .optional, .collection, .dictionary, .set, .enum:
            return zip(mine.children, others.children).allSatisfy {
                $0.label == $1.label && areEqual($0.value, $1.value)
            } && (mine.displayStyle != .enum || !mine.children.isEmpty || "\(one)" == "\(other)")
        default: return false
        }
    }
}

extension StoredProperties.Difference {
    fileprivate init(property: String, _ found: Any, _ other: Any) {
        self.init(property: property, found: Self.short(found), other: Self.short(other))
    }

    private static func short(_ value: Any) -> String {
        let text = String(describing: value)
        return text.count > 60 ? text.prefix(57) + "…" : text
    }
}

extension Equatable {
    fileprivate func equals(_ other: Any) -> Bool { (other as? Self).map { $0 == self } ?? false }
}
