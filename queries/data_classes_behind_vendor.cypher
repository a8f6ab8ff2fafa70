// +++
// name = "data_classes_behind_vendor"
// title = "Classes of data that a vendor handles"
// question = "Which classes of data lie with this vendor, and for how many customers?"
// kind = "read"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.data_class = {type = "text"}
// returns.category = {type = "text", help = "kind of data"}
// returns.sensitivity = {type = "integer", help = "1 low to 4 very high, where it is known"}
// returns.customers = {type = "integer", unit = "organizations"}
// returns.links = {type = "integer", unit = "links"}
// order = ["customers desc", "data_class"]
// +++
MATCH (v:Organization {id: $vendor})-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
UNWIND s.data_classes AS word
WITH word, count(DISTINCT c.id) AS customers, count(DISTINCT s.id) AS links
WHERE word <> 'none'
OPTIONAL MATCH (d:DataClass)
WHERE d.id = word
RETURN word AS data_class, d.category AS category, d.sensitivity AS sensitivity, customers, links
ORDER BY customers DESC, data_class
