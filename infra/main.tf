# The lake's bucket on AWS, with the least that a worker needs.
#   terraform -chdir=infra init && terraform -chdir=infra apply -var bucket=my-lake

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.60"
    }
  }
}

variable "bucket" {
  description = "Name of the bucket that holds the lake."
  type        = string
}

variable "prefix" {
  description = "Prefix of the lake inside the bucket, with a slash at its end; empty for the whole bucket."
  type        = string
  default     = ""
}

variable "source_buckets" {
  description = "Buckets that articles are read from."
  type        = list(string)
  default     = []
}

variable "worker_principals" {
  description = "Service principals that may take the worker's role."
  type        = list(string)
  default     = ["ecs-tasks.amazonaws.com"]
}

resource "aws_s3_bucket" "lake" {
  bucket = var.bucket
}

resource "aws_s3_bucket_public_access_block" "lake" {
  bucket                  = aws_s3_bucket.lake.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# A second line of defence: releases are immutable by themselves, versioning also survives a wrong hand.
resource "aws_s3_bucket_versioning" "lake" {
  bucket = aws_s3_bucket.lake.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket     = aws_s3_bucket.lake.id
  depends_on = [aws_s3_bucket_versioning.lake]

  rule {
    id     = "staging-of-runs-that-were-killed"
    status = "Enabled"
    filter {
      prefix = "${var.prefix}_runs/"
    }
    expiration {
      days = 7
    }
  }

  rule {
    id     = "replaced-partitions"
    status = "Enabled"
    filter {
      prefix = var.prefix
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = var.worker_principals
    }
  }
}

data "aws_iam_policy_document" "worker" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = concat([aws_s3_bucket.lake.arn], [for name in var.source_buckets : "arn:aws:s3:::${name}"])
  }
  statement {
    sid       = "Lake"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.lake.arn}/${var.prefix}*"]
  }
  dynamic "statement" {
    for_each = length(var.source_buckets) > 0 ? [1] : []
    content {
      sid       = "Sources"
      actions   = ["s3:GetObject"]
      resources = [for name in var.source_buckets : "arn:aws:s3:::${name}/*"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name_prefix        = "solieu-worker-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "worker" {
  name_prefix = "solieu-lake-"
  role        = aws_iam_role.worker.id
  policy      = data.aws_iam_policy_document.worker.json
}

output "lake" {
  value = "s3://${aws_s3_bucket.lake.bucket}/${var.prefix}"
}

output "worker_role_arn" {
  value = aws_iam_role.worker.arn
}
