"""Imputers and encoders: sklearn.impute.SimpleImputer, and OneHotEncoder and OrdinalEncoder of sklearn.preprocessing."""

import itertools
import math
import warnings

import numpy
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

import small_tables
from common import write

IMPUTERS = [
    {"strategy": "mean"}, {"strategy": "median"}, {"strategy": "most_frequent"}, {"strategy": "constant"},
    {"strategy": "constant", "fill_value": -7.5}, {"strategy": "constant", "fill_value": "other"},
]

ONE_HOT = (
    [{"handle_unknown": unknown, "drop": drop} for unknown in ["error", "ignore"]
     for drop in [None, "first", "if_binary"]]
    + [{"handle_unknown": "infrequent_if_exist", "drop": drop} | grouping
       for drop in [None, "first", "if_binary"]
       for grouping in [{}, {"min_frequency": 3}, {"min_frequency": 0.3}, {"max_categories": 2},
                        {"max_categories": 3}, {"max_categories": 1}, {"min_frequency": 2, "max_categories": 3}]]
    + [{"handle_unknown": "ignore", "min_frequency": 4}, {"handle_unknown": "error", "max_categories": 3}]
)

ORDINAL = (
    [{}, {"encoded_missing_value": -1}, {"encoded_missing_value": 0}]
    + [{"handle_unknown": "use_encoded_value", "unknown_value": unknown} | more
       for unknown in [-1, 99, math.nan, 1]
       for more in [{}, {"encoded_missing_value": -2}, {"encoded_missing_value": 50, "min_frequency": 3}]]
    + [{"handle_unknown": "use_encoded_value", "unknown_value": -1} | grouping
       for grouping in [{"min_frequency": 3}, {"min_frequency": 0.3}, {"max_categories": 2}, {"max_categories": 1},
                        {"min_frequency": 2, "max_categories": 3}]]
)

# Without the column that has no value, in which scikit-learn's encoders know only the missing category.
ENCODED = {"mixed": None, "numbers": ["a", "b", "c", "e"], "categories": None, "no holes": ["city", "size", "accent"]}


def imputed(name, parameters, indicator):
    """A case: each column is filled alone, because scikit-learn's imputer takes columns of one type."""
    train, test = small_tables.part(name, 0), small_tables.part(name, 1)
    filled, indicators, names, shown = [], [], [], []
    try:
        for (column, kind, cells), (_, _, others) in zip(train, test):
            dtype = object if kind == "category" else float
            missing = None if kind == "category" else math.nan
            x = numpy.array([[cell] for cell in cells], dtype=dtype)
            imputer = SimpleImputer(**parameters, missing_values=missing, add_indicator=indicator).fit(x)
            rows = imputer.transform(numpy.array([[cell] for cell in others], dtype=dtype))
            found = list(imputer.get_feature_names_out([column]))
            for place, output in enumerate(found):
                is_indicator = output.startswith("missingindicator_")
                made = [float(cell) for cell in rows[:, place]] if is_indicator else rows[:, place].tolist()
                (indicators if is_indicator else filled).append((output, "number" if is_indicator else kind, made))
    except ValueError:
        return {"fails": True}
    return {"output": small_tables.written(filled + indicators)}


def case(name, encoder, parameters):
    """What an encoder makes of a table's rows, or where it fails."""
    columns = ENCODED[name]
    table = "categories" if name == "no holes" else name
    train, test = small_tables.part(table, 0, columns), small_tables.part(table, 1, columns)
    record = {"data": name, "parameters": {key: small_tables.hole(value) for key, value in parameters.items()}}
    try:
        model = encoder.fit(small_tables.array(train))
    except ValueError:
        return record | {"fitFails": True}
    record["categories"] = [["nan" if isinstance(value, float) and math.isnan(value) else str(value) for value in column]
                            for column in model.categories_]
    record["names"] = model.get_feature_names_out([name for name, _, _ in train])
    record["trained"] = small_tables.holes(model.transform(small_tables.array(train)))
    try:
        record["transformed"] = small_tables.holes(model.transform(small_tables.array(test)))
    except ValueError:
        record["transformFails"] = True
    return record


def generate():
    warnings.simplefilter("ignore")
    imputers = [
        {"data": name, "addIndicator": indicator, "parameters": parameters} | imputed(name, parameters, indicator)
        for name, parameters, indicator in itertools.product(small_tables.TABLES, IMPUTERS, [False, True])
        # scikit-learn fills a column of text with a number; a column of categories has no numbers.
        if name == "numbers" or parameters.get("fill_value") != -7.5
    ]
    one_hot = [case(name, OneHotEncoder(**parameters, sparse_output=False), parameters)
               for name, parameters in itertools.product(ENCODED, ONE_HOT)]
    ordinal = [case(name, OrdinalEncoder(**parameters), parameters)
               for name, parameters in itertools.product(ENCODED, ORDINAL)]
    write("LearningTests", "columns", {
        "tables": {name: {"train": small_tables.written(small_tables.part(name, 0)), "test": small_tables.written(small_tables.part(name, 1))}
                   for name in small_tables.TABLES},
        "encoded": {name: columns or list(small_tables.TABLES[name]) for name, columns in ENCODED.items()},
        "imputers": imputers, "oneHot": one_hot, "ordinal": ordinal,
    })
